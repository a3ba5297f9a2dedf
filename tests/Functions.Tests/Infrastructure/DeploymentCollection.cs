namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>The tests that share one prediction, because the compiler takes seconds.</summary>
[CollectionDefinition(nameof(DeploymentCollection))]
public sealed class DeploymentCollection : ICollectionFixture<Deployments>;
