using System.Text;
using Serverless.Core.Messaging;

namespace Serverless.HotPaths;

/// <summary>A batch as the message queue's other benchmarks publish it: 100 JSON strings of 256 characters.</summary>
internal static class HotMessages
{
    public const int Count = 100;

    private static readonly string Data = $"\"{new string('m', 256)}\"";

    public static NewMessage[] All { get; } =
        [.. Enumerable.Repeat(new NewMessage(new MessageContent { Data = Encoding.UTF8.GetBytes(Data) }), Count)];

    /// <summary>The body of the request that publishes them.</summary>
    public static byte[] Body { get; } =
        Encoding.UTF8.GetBytes($$"""{"messages":[{{string.Join(',', Enumerable.Repeat($$"""{"data":{{Data}}}""", Count))}}]}""");
}
