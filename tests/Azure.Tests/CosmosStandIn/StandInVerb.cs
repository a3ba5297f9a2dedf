namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>What can be done to a document; numbered as in a batch.</summary>
internal enum StandInVerb
{
    Create = 0,
    Read = 2,
    Delete = 4,
    Replace = 5,
    Upsert = 20,
}
