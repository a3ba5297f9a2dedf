namespace Serverless.Core.Tests.Node;

/// <summary>npm could not install what the tests need.</summary>
public sealed class NodePackagesException(string message) : Exception(message);
