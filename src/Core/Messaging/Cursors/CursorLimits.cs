namespace Serverless.Core.Messaging.Cursors;

/// <summary>The bounds of a cursor, chosen so that its document fits.</summary>
public static class CursorLimits
{
    /// <summary>What a cursor's document may take, in bytes, written as base64; what would not fit lies in pages beside it.</summary>
    public const int Bytes = 32 * 1_024;

    /// <summary>Messages that may be out with consumers at a time.</summary>
    public const int Outstanding = 1_000;

    /// <summary>Messages that failed for the last time and have yet to be dead-lettered: beyond it, the dead letters can't be written, and nothing new is delivered.</summary>
    public const int Exhausted = 500;

    /// <summary>Ordering keys of which messages wait behind one that is not done.</summary>
    public const int WaitingKeys = 1_000;

    /// <summary>Numbers of messages that ended without an acknowledgement, remembered to answer a late one.</summary>
    public const int Unacknowledged = 300;

    /// <summary>Pages of parked messages.</summary>
    public const int Pages = 150;

    /// <summary>Pages of earlier states that one write removes.</summary>
    public const int DroppedPages = 50;

    /// <summary>Messages that one command looks at for the first time: a filter that lets little through must not hold up the others.</summary>
    public const int Looks = 2_000;

    /// <summary>Of ten deliveries, so many are new messages while there are any: the other one may be a retry.</summary>
    public const int FreshInTen = 9;

    /// <summary>Nonces of writes that are remembered.</summary>
    public const int Writes = 8;

    /// <summary>Bytes of the key that ack ids are signed with.</summary>
    public const int AckKeyBytes = 32;

    /// <summary>Characters of a push owner's id, ASCII.</summary>
    public const int OwnerLength = 64;
}
