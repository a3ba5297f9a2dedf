using System.Runtime.CompilerServices;

namespace Serverless.Console.Tests.Browser;

/// <summary>Where pictures of the console are kept: with the test results; those that the documentation shows there too when asked for.</summary>
internal static class Pictures
{
    private const string DocumentedBy = "CONSOLE_IMAGES";

    public static string PathOf(string name, Look look) => Path.Combine(Root(), "TestResults", "console", $"{name}-{look}.png");

    /// <summary>The documentation's own copy; null unless the variable <c>CONSOLE_IMAGES</c> is true.</summary>
    public static string? DocumentedPathOf(string name) => Environment.GetEnvironmentVariable(DocumentedBy) == "true"
        ? Path.Combine(Root(), "docs", "images", $"console-{name}.png")
        : null;

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../.."));
}
