using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The part of a cursor's document that says what is out: one group for each lease and deadline.</summary>
internal static class CursorLeasesCodec
{
    public static void Write(BinaryWriter writer, CursorState state)
    {
        var groups = state.Outstanding.GroupBy(message => (message.Lease, message.Deadline)).ToArray();
        writer.Write7BitEncodedInt(groups.Length);
        var start = state.Floor;
        foreach (var group in groups)
        {
            writer.Write(group.Key.Lease);
            CursorCodec.WriteTime(writer, group.Key.Deadline, state.Now);
            writer.Write7BitEncodedInt(group.Count());
            // Groups come in the order of their first messages.
            var last = start;
            start = group.First().Number;
            foreach (var message in group)
            {
                writer.Write7BitEncodedInt64(message.Number - last);
                writer.Write7BitEncodedInt(message.Attempt);
                last = message.Number;
            }
        }
    }

    public static ImmutableArray<OutstandingMessage> Read(BinaryReader reader, CursorState state)
    {
        var messages = new List<OutstandingMessage>();
        var start = state.Floor;
        for (var groups = reader.Read7BitEncodedInt(); groups > 0; groups--)
        {
            var lease = reader.ReadUInt64();
            var deadline = CursorCodec.ReadTime(reader, state.Now);
            var (first, number) = (messages.Count, start);
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                number += reader.Read7BitEncodedInt64();
                messages.Add(new OutstandingMessage(number, reader.Read7BitEncodedInt(), lease, deadline));
            }

            start = first < messages.Count ? messages[first].Number : start;
        }

        return [.. messages.OrderBy(message => message.Number)];
    }
}
