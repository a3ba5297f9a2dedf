using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The part of a cursor's document that says what failed.</summary>
internal static class CursorWaitingCodec
{
    private const byte Exhausted = 0x80;
    private const byte HasStatus = 0x40;
    private const byte ReasonMask = 0x3F;

    public static void Write(BinaryWriter writer, CursorState state)
    {
        writer.Write7BitEncodedInt(state.Waiting.Length);
        var last = state.Floor;
        foreach (var message in state.Waiting)
        {
            writer.Write7BitEncodedInt64(message.Number - last);
            writer.Write7BitEncodedInt(message.Attempts);
            CursorCodec.WriteTime(writer, message.NotBefore, state.Now);
            writer.Write((byte)((byte)message.Failure.Reason | (message.IsExhausted ? Exhausted : 0) | (message.Failure.Status > 0 ? HasStatus : 0)));
            if (message.Failure.Status > 0)
            {
                writer.Write7BitEncodedInt(message.Failure.Status);
            }

            last = message.Number;
        }
    }

    public static ImmutableArray<FailedMessage> Read(BinaryReader reader, CursorState state)
    {
        var messages = ImmutableArray.CreateBuilder<FailedMessage>();
        var number = state.Floor;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            number += reader.Read7BitEncodedInt64();
            var attempts = reader.Read7BitEncodedInt();
            var notBefore = CursorCodec.ReadTime(reader, state.Now);
            var flags = reader.ReadByte();
            var status = (flags & HasStatus) != 0 ? reader.Read7BitEncodedInt() : 0;
            var failure = new DeliveryFailure((FailureReason)(flags & ReasonMask), status);
            messages.Add(new FailedMessage(number, attempts, notBefore, (flags & Exhausted) != 0, failure));
        }

        return messages.ToImmutable();
    }
}
