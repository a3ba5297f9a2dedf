using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

public sealed class InMemoryClickBucketsTests : ClickBucketsContract
{
    public InMemoryClickBucketsTests() => Buckets = new InMemoryClickBuckets(Clock);

    protected override IClickBuckets Buckets { get; }
}
