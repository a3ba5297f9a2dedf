using System.Text.Json;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Rules;

/// <summary>What <c>.ci/run</c> published from <c>src/FunctionApp</c>: the worker packages' generator found the same functions as our reflection.</summary>
public sealed class PublishedAppTests
{
    private static readonly string Folder = Repository.PathTo("artifacts", "functions-app");

    [Fact]
    public void The_generator_declares_every_function_with_its_trigger()
    {
        SkipUnlessPublished();
        using var declared = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "functions.metadata")));
        Assert.Equal(
            FunctionDeclaration.All.Select(function => $"{function.Name} | {function.Trigger} | {function.Listens}"),
            declared.RootElement.EnumerateArray().Select(Describe).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("extensions.json")]
    public void The_package_has_what_the_host_looks_for(string file)
    {
        SkipUnlessPublished();
        Assert.True(new FileInfo(Path.Combine(Folder, file)).Length > 0);
    }

    [Fact]
    public void Local_settings_stay_on_this_machine()
    {
        SkipUnlessPublished();
        Assert.False(File.Exists(Path.Combine(Folder, "local.settings.json")));
    }

    private static void SkipUnlessPublished()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(Directory.Exists(Folder), "The Functions app was not published: dotnet publish src/FunctionApp --output artifacts/functions-app");
        }
    }

    private static string Describe(JsonElement function)
    {
        var trigger = function.GetProperty("bindings").EnumerateArray().Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        var (kind, listens) = trigger.GetProperty("type").GetString() switch
        {
            "httpTrigger" => ("http", $"{(trigger.TryGetProperty("methods", out var methods) ? string.Join(' ', methods.EnumerateArray().Select(method => method.GetString())).ToUpperInvariant() : "ANY")} /{trigger.GetProperty("route").GetString()}"),
            "timerTrigger" => ("timer", trigger.GetProperty("schedule").GetString()),
            _ => ("queue", trigger.GetProperty("queueName").GetString()),
        };
        return $"{function.GetProperty("name").GetString()} | {kind} | {listens}";
    }
}
