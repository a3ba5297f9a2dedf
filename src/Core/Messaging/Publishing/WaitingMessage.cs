namespace Serverless.Core.Messaging.Publishing;

/// <summary>A message on its way into the log, packed already.</summary>
/// <param name="Key">What repetitions are recognised by; null for none.</param>
/// <param name="Id">The publisher's id; null to have one made.</param>
/// <param name="Index">Its place in the request.</param>
internal readonly record struct WaitingMessage(PublishRequest Request, int Index, byte[] Packed, string? Key, string? Id)
{
    public void Complete(PublishResult result) => Request.Complete(Index, result);
}
