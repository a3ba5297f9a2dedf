using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.RateLimiting;

namespace Serverless.Azure.Tests.RateLimiting.Rules;

public sealed class TableApiStoreTests(Azurite azurite) : ApiStoreContract
{
    protected override IApiStore Store { get; } = new TableApiStore(new TestAccount(azurite).Tables, SampleUnreadable.Documents);
}
