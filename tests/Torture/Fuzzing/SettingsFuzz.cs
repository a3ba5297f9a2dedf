using Microsoft.Extensions.Options;
using Serverless.Core.Azure;

namespace Serverless.Torture.Fuzzing;

/// <summary>What an operator may have mistyped: used, or refused without showing what may be a secret.</summary>
public sealed class SettingsFuzz
{
    private const string Secret = "c2VjcmV0";

    [Fact]
    public void The_address_of_a_storage_account_is_read_or_refused() => Fuzz.Try(
        Texts.Around(
            ["myaccount", "https://myaccount.table.core.windows.net", "https://myaccount.table.core.windows.net/x?sig=1", "UseDevelopmentStorage=true", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + Secret, "http://a.table.x"],
            "=", ";", "https://", ".table.", "/", "?", ":", "@", "[", "]"),
        text =>
        {
            try
            {
                var address = AzureStorageAddress.Parse(text);
                Assert.Equal(address.ConnectionString is null, address.Tables is not null);
                Assert.True(address.Tables is null || (address.Tables.Scheme == Uri.UriSchemeHttps && address.Tables.UserInfo.Length == 0));
            }
            catch (OptionsValidationException refusal)
            {
                Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
            }
        });
}
