using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Serverless.Functions.Requests;

/// <summary>How deep objects and lists lie in one another: a list of numbers is one level, a number none.</summary>
public static class JsonNesting
{
    private static readonly SearchValues<byte> Openings = SearchValues.Create("[{"u8);

    /// <summary>To follow the name of what is nested too deeply.</summary>
    public static string Refusal(int most) => string.Create(CultureInfo.InvariantCulture, $"is nested too deeply: at most {most} levels of objects and lists.");

    /// <summary>Whether there are more levels before the text ends, or ceases to be JSON.</summary>
    public static bool Exceeds(ReadOnlySpan<byte> json, int most)
    {
        // Where so few begin, no look at what they hold is needed.
        if (!HasMoreOpenings(json, most))
        {
            return false;
        }

        // One level more than is asked for is read, so that reading ends there whatever comes after it.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = most + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= most)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It is no JSON, for another reason.
        }

        return false;
    }

    private static bool HasMoreOpenings(ReadOnlySpan<byte> json, int most)
    {
        for (var found = 0; json.IndexOfAny(Openings) is var next and >= 0; json = json[(next + 1)..])
        {
            if (++found > most)
            {
                return true;
            }
        }

        return false;
    }
}
