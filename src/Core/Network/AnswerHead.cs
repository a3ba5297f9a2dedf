using System.Globalization;

namespace Serverless.Core.Network;

/// <summary>Reads the status line of an answer (RFC 9112, section 4), past those that only announce one.</summary>
internal sealed class AnswerHead
{
    private const int StatusAt = 9;
    private const int StatusEnd = 12;
    private const int SwitchingProtocols = 101;
    private const int FirstFinal = 200;
    private const int FirstRefusal = 300;

    private int lineEnd;

    /// <summary>Whether the answer has begun.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether the answer says that the request was not carried out as it is.</summary>
    public bool IsRefusal { get; private set; }

    public void Reset() => (IsRead, IsRefusal, lineEnd) = (false, false, 0);

    /// <summary>Reads what came first; a line that came in pieces is no refusal.</summary>
    public void Read(ReadOnlySpan<byte> received)
    {
        var start = 0;
        while (start < received.Length)
        {
            var rest = received[start..];
            var status = rest.Length >= StatusEnd && int.TryParse(rest[StatusAt..StatusEnd], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            if (status is >= FirstFinal or SwitchingProtocols or 0)
            {
                var end = rest.IndexOf((byte)'\n');
                (IsRead, IsRefusal, lineEnd) = (true, status >= FirstRefusal && end >= 0, start + end + 1);
                return;
            }

            var next = rest.IndexOf("\r\n\r\n"u8);
            start = next < 0 ? received.Length : start + next + 4;
        }
    }

    /// <summary>The same answer, saying that the connection ends with it.</summary>
    public byte[] WithConnectionClose(ReadOnlyMemory<byte> received) =>
        [.. received[..lineEnd].Span, .. "Connection: close\r\n"u8, .. received[lineEnd..].Span];
}
