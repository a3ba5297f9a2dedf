using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

public sealed class InMemoryApiKeyStoreTests : ApiKeyStoreContract
{
    protected override IApiKeyStore Store { get; } = new InMemoryApiKeyStore();
}
