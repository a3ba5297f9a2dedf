using System.Security.Cryptography;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Names a turn on a lane, which the cursor keeps as its push owner. Its three forms have one random part in common, so that
/// a wake-up also recognises the turn that sent it and died before it could end.
/// </summary>
/// <remarks>After a full stop the cursor's form may say what the next turn has to know, see <see cref="Postponements"/>.</remarks>
/// <param name="Worker">A worker delivers.</param>
/// <param name="Hold">The worker has ended, and the endpoint is left alone until a wake-up with this id arrives.</param>
/// <param name="Promise">The worker has ended, a wake-up with this id is on its way, and nobody is kept from anything until then.</param>
public sealed record TurnId(string Worker, string Hold, string Promise)
{
    private const string WorkerPrefix = "w-";
    private const string HoldPrefix = "h-";
    private const string PromisePrefix = "p-";
    private const int PrefixLength = 2;
    private const int RandomBytes = 12;
    private const char NoteMark = '.';

    /// <summary>How much longer than its wake-up takes a hold lasts, in case the wake-up got lost.</summary>
    public static readonly TimeSpan HoldGrace = TimeSpan.FromSeconds(30);

    public static TurnId New(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[RandomBytes];
        random.GetBytes(bytes);
        var id = Convert.ToHexStringLower(bytes);
        return new TurnId(WorkerPrefix + id, HoldPrefix + id, PromisePrefix + id);
    }

    public static bool IsHold(string? id) => id?.StartsWith(HoldPrefix, StringComparison.Ordinal) == true;

    public static bool IsPromise(string? id) => id?.StartsWith(PromisePrefix, StringComparison.Ordinal) == true;

    /// <summary>Whether two ids are forms of one turn.</summary>
    public static bool AreOfOne(string? left, string? right) =>
        left?.Length > PrefixLength && right?.Length > PrefixLength && CommonPartOf(left).SequenceEqual(CommonPartOf(right));

    /// <summary>A form with what the next turn has to know.</summary>
    public static string WithNote(string form, Postponements note)
    {
        var text = note.ToText(CursorLimits.OwnerLength - form.Length - 1);
        return text.Length > 0 ? form + NoteMark + text : form;
    }

    /// <summary>What the turn before has left to know.</summary>
    /// <param name="id">As the cursor has it; null for none.</param>
    public static Postponements NoteOf(string? id) => Postponements.Parse(id?.IndexOf(NoteMark, StringComparison.Ordinal) is { } mark and >= 0 ? id[(mark + 1)..] : "");

    private static ReadOnlySpan<char> CommonPartOf(string id)
    {
        var mark = id.IndexOf(NoteMark, StringComparison.Ordinal);
        return id.AsSpan(PrefixLength, (mark < 0 ? id.Length : mark) - PrefixLength);
    }
}
