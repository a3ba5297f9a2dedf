using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Tests.Rules;

/// <summary>The app as <c>Program.cs</c> composes it, which the local build never starts.</summary>
public sealed class FunctionsAppTests
{
    [Fact]
    public async Task Every_function_class_can_be_made_from_the_apps_services()
    {
        await using var provider = Compose(new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" })
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await using var scope = provider.CreateAsyncScope();
        foreach (var type in FunctionMethods.All.Select(method => method.DeclaringType!).Distinct())
        {
            Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type));
        }
    }

    [Fact]
    public void An_app_without_storage_says_what_to_set() =>
        Assert.Contains("Storage", Assert.Throws<InvalidOperationException>(() => Compose([])).Message, StringComparison.Ordinal);

    private static IServiceCollection Compose(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddServerless(configuration).RequireStorage();
    }
}
