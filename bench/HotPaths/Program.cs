using BenchmarkDotNet.Running;
using Serverless.HotPaths;

// Without a filter all of them: one table is what the documentation shows.
BenchmarkSwitcher.FromAssembly(typeof(HotPathsConfig).Assembly).Run(args is [] ? ["--filter", "*"] : args, new HotPathsConfig());
