using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class InMemoryApiStoreTests : ApiStoreContract
{
    protected override IApiStore Store { get; } = new InMemoryApiStore();
}
