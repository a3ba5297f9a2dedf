using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Accounts;

/// <summary>The setting that names the storage accounts of links.</summary>
public static class LinkAccountsSetting
{
    public const string Name = $"{AzureStorageSetting.Name}:Links";

    /// <summary>Each as <c>Storage</c> is given; empty for that one account.</summary>
    /// <exception cref="OptionsValidationException">It is set, and no account for everything else.</exception>
    public static IReadOnlyList<string> Find(IConfiguration configuration)
    {
        var accounts = ListSetting.Read(configuration, Name);
        return accounts.Count == 0 || AzureStorageSetting.Find(configuration) is not null
            ? accounts
            : throw Refuse($"Set {AzureStorageSetting.Name} as well: keys, rules and queues need an account of their own, and links where each of them lies.");
    }

    internal static OptionsValidationException Refuse(string reason) => new(Name, typeof(TableLinkAccounts), [$"The setting {Name} can't be used. {reason}"]);
}
