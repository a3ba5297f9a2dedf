using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;

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
    public async Task An_app_with_a_cosmos_account_keeps_its_messages_there()
    {
        await using var provider = Compose(new() { ["Storage"] = "account", ["Cosmos:Endpoint"] = "https://account.documents.azure.com/" })
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Assert.IsType<CosmosMessageLog>(provider.GetRequiredService<IMessageLog>());
    }

    [Theory]
    [InlineData("Cosmos:Endpoint", "http://account.documents.azure.com/")]
    [InlineData("Cosmos:Endpoint", "account")]
    public void An_app_with_an_address_that_is_none_says_so(string setting, string value) =>
        Assert.Contains(setting, Assert.Throws<OptionsValidationException>(() => Compose(new() { ["Storage"] = "account", [setting] = value })).Message, StringComparison.Ordinal);

    [Fact]
    public void An_app_with_a_cosmos_account_and_no_storage_says_what_to_set() =>
        Assert.Contains("Storage", Assert.Throws<OptionsValidationException>(() => Compose(new() { ["Cosmos"] = "AccountEndpoint=https://x/;AccountKey=eA==;" })).Message, StringComparison.Ordinal);

    [Fact]
    public void An_app_without_storage_says_what_to_set() =>
        Assert.Contains("Storage", Assert.Throws<InvalidOperationException>(() => Compose([])).Message, StringComparison.Ordinal);

    private static IServiceCollection Compose(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        return builder.Services.AddServerless(builder.Configuration).RequireStorage();
    }
}
