namespace Serverless.Core.Messaging.Cursors;

/// <summary>Whether a cursor has room for more: what its document may take, and how much may be parked.</summary>
internal static class CursorRoom
{
    private const int FixedBytes = 512;
    private const int BytesAMessageOut = 20;
    private const int BytesAKey = 4;
    private const int BytesAParkedMessage = 14;
    private const int BytesAWaitingKey = 12;
    private const int BytesAPage = 20;
    private const int BytesANumber = 4;

    /// <summary>No new message may be delivered.</summary>
    public static bool IsFull(CursorState state, ParkingLimits parking) => IsFull(
        state.Outstanding.Count,
        state.ParkedCount,
        state.Parked.Count(message => message.IsExhausted),
        state.WaitingKeys.Length,
        state.Pages.Length,
        parking);

    /// <param name="parked">Parked messages, with those in pages.</param>
    public static bool IsFull(int outstanding, int parked, int exhausted, int waitingKeys, int pages, ParkingLimits parking) =>
        outstanding >= CursorLimits.Outstanding
        || outstanding + parked >= parking.All
        || exhausted >= CursorLimits.Exhausted
        || waitingKeys >= CursorLimits.WaitingKeys
        || pages >= CursorLimits.Pages
        || Fixed(outstanding, exhausted, waitingKeys, pages) >= CursorCodec.MaxBytes;

    /// <summary>Whether the document takes more than it may.</summary>
    public static bool IsTooLarge(CursorBuilder draft) =>
        Fixed(draft.OutstandingCount, 0, draft.WaitingKeys.Count, draft.Pages.Count) + (draft.OutstandingCount * BytesAKey)
            + (draft.Parked.Count * (BytesAParkedMessage + BytesAKey)) + (CursorLimits.Unacknowledged * BytesANumber) > CursorCodec.MaxBytes
        && CursorCodec.Measure(draft.ToState()) > CursorCodec.MaxBytes;

    // What can't be put into a page.
    private static int Fixed(int outstanding, int exhausted, int waitingKeys, int pages) =>
        FixedBytes + (outstanding * BytesAMessageOut) + (exhausted * BytesAParkedMessage) + (waitingKeys * BytesAWaitingKey) + (pages * BytesAPage);
}
