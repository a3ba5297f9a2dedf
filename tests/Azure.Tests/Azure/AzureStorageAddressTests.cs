using Microsoft.Extensions.Options;
using Serverless.Core.Azure;

namespace Serverless.Azure.Tests.Azure;

/// <summary>What the setting of the Storage account may be.</summary>
public sealed class AzureStorageAddressTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=a2V5;EndpointSuffix=core.windows.net")]
    public void Takes_a_connection_string_as_it_is(string storage) =>
        Assert.Equal(storage, AzureStorageAddress.Parse(storage).ConnectionString);

    [Theory]
    [InlineData("shop", "https://shop.table.core.windows.net/", "https://shop.queue.core.windows.net/")]
    [InlineData(" shop\n", "https://shop.table.core.windows.net/", "https://shop.queue.core.windows.net/")]
    [InlineData("https://shop.table.core.windows.net", "https://shop.table.core.windows.net/", "https://shop.queue.core.windows.net/")]
    [InlineData("https://shop.table.core.chinacloudapi.cn/", "https://shop.table.core.chinacloudapi.cn/", "https://shop.queue.core.chinacloudapi.cn/")]
    public void Derives_the_endpoints_of_an_account(string storage, string tables, string queues)
    {
        var address = AzureStorageAddress.Parse(storage);

        Assert.Null(address.ConnectionString);
        Assert.Equal((new Uri(tables), new Uri(queues)), (address.Tables, address.Queues));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Shop")]
    [InlineData("my-shop")]
    [InlineData("http://shop.table.core.windows.net/")]
    [InlineData("https://shop.blob.core.windows.net/")]
    [InlineData("https://shop.table.core.windows.net/?sig=secret")]
    [InlineData("https://user@shop.table.core.windows.net/")]
    public void Refuses_anything_else_without_showing_it(string storage)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => AzureStorageAddress.Parse(storage));

        Assert.StartsWith("The setting Storage (or AzureWebJobsStorage) can't be used.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }
}
