using System.Runtime.CompilerServices;
using PublicApiGenerator;
using Serverless.Client.AspNetCore;

namespace Serverless.Client.Tests.Packages;

/// <summary>What others compile against changes only when somebody means it. <c>APPROVE=true</c> writes what there is now.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Theory]
    [InlineData(typeof(ServerlessClient))]
    [InlineData(typeof(ServerlessRateLimiting))]
    public async Task Is_what_was_approved(Type type)
    {
        var assembly = type.Assembly;
        var approved = Path.Combine(Folder(), $"{assembly.GetName().Name}.approved.txt");
        var now = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "true")
        {
            await File.WriteAllTextAsync(approved, now, TestContext.Current.CancellationToken);
        }

        Assert.Equal((await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), now);
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
