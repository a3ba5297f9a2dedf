using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The part of a cursor's document that says what is out: one group for each lease and deadline.</summary>
internal static class CursorLeasesCodec
{
    /// <param name="lowest">No message has a lower number.</param>
    public static void Write(BinaryWriter writer, CursorState state, long lowest)
    {
        var groups = state.Outstanding.GroupBy(message => (message.Lease, message.Deadline, message.Concurrency)).ToArray();
        var hasKeys = state.Outstanding.Any(message => message.Key != 0);
        writer.Write(hasKeys);
        writer.Write7BitEncodedInt(groups.Length);
        var start = lowest;
        foreach (var group in groups)
        {
            writer.Write(group.Key.Lease);
            CursorCodec.WriteTime(writer, group.Key.Deadline, state.Now);
            writer.Write(group.Key.Concurrency);
            writer.Write7BitEncodedInt(group.Count());
            // Groups come in the order of their first messages.
            var last = start;
            start = group.First().Number;
            foreach (var message in group)
            {
                writer.Write7BitEncodedInt64(message.Number - last);
                writer.Write7BitEncodedInt(message.Attempt);
                ParkedCodec.WriteKey(writer, message.Key, hasKeys);
                last = message.Number;
            }
        }
    }

    /// <param name="isV1">Of the first version of the format, which knew neither keys nor concurrency.</param>
    public static ImmutableArray<OutstandingMessage> Read(BinaryReader reader, long lowest, DateTimeOffset now, bool isV1 = false)
    {
        var hasKeys = !isV1 && reader.ReadBoolean();
        var messages = new List<OutstandingMessage>();
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

        return [.. messages.OrderBy(message => message.Number)];
    }
}
