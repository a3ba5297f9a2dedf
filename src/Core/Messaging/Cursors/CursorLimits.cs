namespace Serverless.Core.Messaging.Cursors;

/// <summary>The bounds of a cursor, chosen so that its document always fits.</summary>
public static class CursorLimits
{
    /// <summary>What a cursor's document may take, in bytes, written as base64.</summary>
    public const int Bytes = 32 * 1_024;

    /// <summary>From the lowest message that is not done to the highest that was looked at: so many numbers.</summary>
    public const int Window = 4_096;

    /// <summary>Messages that may be out with consumers at a time.</summary>
    public const int Outstanding = 1_000;

    /// <summary>Messages that may be out or wait after a failure.</summary>
    public const int Tracked = 1_500;

    /// <summary>Nonces of writes that are remembered.</summary>
    public const int Writes = 8;

    /// <summary>Bytes of the key that ack ids are signed with.</summary>
    public const int AckKeyBytes = 32;

    /// <summary>Characters of a push owner's id, ASCII.</summary>
    public const int OwnerLength = 64;
}
