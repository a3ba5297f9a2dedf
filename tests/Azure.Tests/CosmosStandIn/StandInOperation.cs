namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>One thing to do to a document, alone or in a batch.</summary>
/// <param name="Id">Null where the body has it.</param>
internal sealed record StandInOperation(StandInVerb Verb, string? Id, byte[] Body, string? IfMatch);
