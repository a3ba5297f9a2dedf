namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>A message as a consumer got it.</summary>
/// <param name="publisher">Whose message it is, which is its key too.</param>
/// <param name="number">Which of the publisher's messages it is, from 0.</param>
/// <param name="position">Its number in the stream of its key.</param>
/// <param name="life">The process that delivered it, from 0.</param>
internal sealed class SurvivalDelivery(int publisher, int number, long position, int life)
{
    public (int Publisher, int Number) Message => (publisher, number);

    public int Publisher => publisher;

    public int Number => number;

    public long Position => position;

    public int Life => life;

    /// <summary>How many deliveries of the same stream followed in the same life; known for pushes only.</summary>
    public int Followers { get; set; }

    public DeliveryFate Fate { get; set; }
}
