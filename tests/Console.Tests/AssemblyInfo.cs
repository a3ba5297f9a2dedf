using Serverless.Console.Tests.Browser;

[assembly: AssemblyFixture(typeof(ConsoleApp))]
