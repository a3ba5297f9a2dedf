using System.Runtime.InteropServices;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The part of a cursor's document that says what is out: one group for each lease and deadline.</summary>
internal static class CursorLeasesCodec
{
    /// <param name="lowest">No message has a lower number.</param>
    public static void Write(CursorBytes writer, CursorState state, long lowest)
    {
        var groups = writer.Leases;
        groups.Arrange(state.Outstanding);
        var hasKeys = state.Outstanding.Any(message => message.Key != 0);
        writer.Write(hasKeys);
        writer.Write7BitEncodedInt(groups.Count);
        var start = lowest;
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            writer.Write(group[0].Lease);
            CursorCodec.WriteTime(writer, group[0].Deadline, state.Now);
            writer.Write(group[0].Concurrency);
            writer.Write7BitEncodedInt(group.Length);
            // Groups come in the order of their first messages.
            var last = start;
            start = group[0].Number;
            foreach (ref readonly var message in group)
            {
                writer.Write7BitEncodedInt64(message.Number - last);
                writer.Write7BitEncodedInt(message.Attempt);
                ParkedCodec.WriteKey(writer, message.Key, hasKeys);
                last = message.Number;
            }
        }
    }

    /// <param name="isV1">Of the first version of the format, which knew neither keys nor concurrency.</param>
    public static MessageSet<OutstandingMessage> Read(BinaryReader reader, long lowest, DateTimeOffset now, bool isV1 = false)
    {
        var hasKeys = !isV1 && reader.ReadBoolean();
        var messages = CursorBytes.Begin().Outstanding;
        var start = lowest;
        for (var groups = reader.Read7BitEncodedInt(); groups > 0; groups--)
        {
            var lease = reader.ReadUInt64();
            var deadline = CursorCodec.ReadTime(reader, now);
            var concurrency = isV1 ? (byte)0 : reader.ReadByte();
            var (first, number) = (messages.Count, start);
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                number += reader.Read7BitEncodedInt64();
                messages.Add(new OutstandingMessage(number, reader.Read7BitEncodedInt(), lease, deadline, ParkedCodec.ReadKey(reader, hasKeys)) { Concurrency = concurrency });
            }

            start = first < messages.Count ? messages[first].Number : start;
        }

        return MessageSet.Of(ByNumber(messages));
    }

    private static ReadOnlySpan<OutstandingMessage> ByNumber(List<OutstandingMessage> messages)
    {
        for (var i = 1; i < messages.Count; i++)
        {
            if (messages[i].Number < messages[i - 1].Number)
            {
                messages.Sort((one, other) => one.Number.CompareTo(other.Number));
                break;
            }
        }

        return CollectionsMarshal.AsSpan(messages);
    }
}
