using System.Globalization;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>A message in a subscription's own list.</summary>
/// <param name="Stored">As it lies in the list, with its fate in <see cref="DeadLetterAttributes"/>.</param>
/// <param name="Message">As it was published; its number is that in the list.</param>
public sealed record DeadLetter(StoredMessage Stored, StoredMessage Message)
{
    public string? Reason => Fate(DeadLetterAttributes.Reason);

    /// <summary>Deliveries that failed; null where that is not known.</summary>
    public int? Attempts => Number(DeadLetterAttributes.Attempts);

    /// <summary>HTTP status of the endpoint's last answer; null for none.</summary>
    public int? LastStatus => Number(DeadLetterAttributes.Status);

    public DateTimeOffset DeadLetteredAt => Stored.PublishedAt;

    public static DeadLetter Of(StoredMessage stored)
    {
        var letter = DeadLetterAttributes.Reserve(stored);
        var message = ServiceAttributes.Show(letter);
        return new DeadLetter(letter, message with { Content = message.Content with { Attributes = ServiceAttributes.Strip(letter.Content.Attributes) } });
    }

    private string? Fate(string name) => Stored.Content.Attributes.GetValueOrDefault(name);

    private int? Number(string name) => int.TryParse(Fate(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
