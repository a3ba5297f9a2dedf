using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Core.Tests.RateLimiting;

namespace Serverless.Azure.Tests.RateLimiting.Rules;

public sealed class BlobRuleBackupTests(Azurite azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_nothing_at_first_then_what_was_written_last()
    {
        var backup = new BlobRuleBackup(new TestAccount(azurite).Blobs);
        Assert.Null(await backup.ReadAsync(Cancel));

        await backup.WriteAsync(new RuleSnapshot { Rules = [StoredSamples.Rule("a")] }, Cancel);
        await backup.WriteAsync(new RuleSnapshot { Rules = [StoredSamples.Rule("b")], Apis = [StoredSamples.Api("x")] }, Cancel);

        var kept = (await backup.ReadAsync(Cancel))!;
        Assert.Equal(StoredSamples.Rule("b"), Assert.Single(kept.Rules));
        Assert.Equal(StoredSamples.Api("x").Operations, Assert.Single(kept.Apis).Operations);
    }

    [Fact]
    public async Task Says_that_it_does_not_answer_when_the_service_does_not()
    {
        var network = new UnreliableNetwork();
        var backup = new BlobRuleBackup(new TestAccount(azurite, network).Blobs);
        network.Disturb("GET ratelimit", [.. Enumerable.Repeat(NetworkFault.TimedOut, 3)]);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => backup.ReadAsync(Cancel));
    }
}
