using System.Text.Json;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Rules;

/// <summary><c>infra/functions.json</c>: which app runs a function when the package is deployed as four.</summary>
internal static class AppSplit
{
    /// <summary>Stands for functions that run in every app.</summary>
    public const string Every = "every";

    public static readonly string[] Apps = ["delivery", "limiter", "messages", "shortener"];

    /// <summary>Names of functions by app, and those of <see cref="Every"/>.</summary>
    public static IReadOnlyDictionary<string, string[]> Functions { get; } =
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(Repository.Read("infra", "functions.json"))!;

    public static string AppOf(string function) => string.Join(' ', Functions.Where(app => app.Value.Contains(function)).Select(app => app.Key));
}
