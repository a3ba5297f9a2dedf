namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Reads cursors as they were stored before messages could be parked: what was out or had failed held the floor, and what
/// waited for an ordering key was only a number that was not done.
/// </summary>
internal static class CursorCodecV1
{
    public const byte Version = 1;

    /// <summary>No cursor was further from its floor, not even one of dead letters.</summary>
    private const long MostNumbers = 1 << 18;

    public static CursorState Read(BinaryReader reader)
    {
        var floor = reader.Read7BitEncodedInt64();
        var state = new CursorState
        {
            Floor = floor,
            Next = floor + reader.Read7BitEncodedInt64(),
            Now = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64()),
            DeadLettered = reader.Read7BitEncodedInt64(),
            ExpiredUnacknowledged = reader.Read7BitEncodedInt64(),
            AckKey = [.. reader.ReadBytes(reader.ReadByte())],
            Writes = CursorCodec.ReadWords(reader),
        };
        var (owner, done) = (CursorCodec.ReadOwner(reader, state.Now), CursorCodec.ReadWords(reader));
        state = state with
        {
            PushOwner = owner,
            Outstanding = CursorLeasesCodec.Read(reader, floor, state.Now, isV1: true),
            Parked = [.. ParkedCodec.Read(reader, floor, state.Now, isV1: true)],
        };
        return Pass(state, new PassedNumbers(floor, done));
    }

    private static CursorState Pass(CursorState state, PassedNumbers passed)
    {
        if (state.Next - state.Floor is < 0 or > MostNumbers)
        {
            throw new InvalidDataException("A cursor is damaged.");
        }

        foreach (var number in state.Outstanding.Select(message => message.Number).Concat(state.Parked.Select(message => message.Number)))
        {
            if (number < state.Floor || number >= state.Next)
            {
                throw new InvalidDataException("A cursor is damaged.");
            }

            passed.Add(number);
        }

        return state with { Floor = Math.Min(passed.Floor, state.Next), Passed = passed.ToWords(state.Next) };
    }
}
