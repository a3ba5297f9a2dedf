namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>Ends an operation with an answer that is no success.</summary>
internal sealed class StandInRefusal(HttpStatusCode status, string message, int substatus = 0) : Exception(message)
{
    public HttpStatusCode Status => status;

    public int Substatus => substatus;

    /// <summary>Something that Cosmos DB may well do, but that the stand-in does not know.</summary>
    public static StandInRefusal Unknown(string what) => new(HttpStatusCode.BadRequest, $"The stand-in does not know {what}.");

    public StandInAnswer Answer() => StandInAnswer.Refused(Status, Message, Substatus);
}
