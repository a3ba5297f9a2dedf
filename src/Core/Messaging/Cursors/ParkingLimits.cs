namespace Serverless.Core.Messaging.Cursors;

/// <summary>How many messages of a cursor may be parked, and where.</summary>
/// <param name="InDocument">In the cursor's own document; beyond it, those that are due last go to a page.</param>
/// <param name="Kept">So many of them stay when a page is made.</param>
/// <param name="Refill">A page whose time has come is read when fewer in the document are due.</param>
/// <param name="All">With those that are out with consumers; beyond it, no new messages are delivered.</param>
public sealed record ParkingLimits(int InDocument, int Kept, int Refill, int All)
{
    public static readonly ParkingLimits Default = new(InDocument: 1_000, Kept: 250, Refill: 100, All: 100_000);
}
