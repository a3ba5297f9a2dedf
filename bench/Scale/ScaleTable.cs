using System.Globalization;
using System.Text;

namespace Serverless.Bench.Scale;

/// <summary>A Markdown table, and how numbers look in it: three digits, for no input of the model has more.</summary>
public sealed class ScaleTable
{
    private const int Digits = 3;

    private readonly StringBuilder text = new();

    /// <param name="numbers">How many columns, from the second on, are numbers.</param>
    public ScaleTable(IReadOnlyList<string> head, int numbers)
    {
        Add(head);
        Add([.. head.Select((_, column) => column >= 1 && column <= numbers ? "--:" : "---")]);
    }

    /// <summary>For example 0.0123, 12.3, 1,230, 12.3 million, 4.56 billion.</summary>
    public static string Number(double number) => Rounded(number) switch
    {
        0 => "0",
        >= 1e9 and var large => string.Create(CultureInfo.InvariantCulture, $"{large / 1e9:#,##0.##} billion"),
        >= 1e6 and var large => string.Create(CultureInfo.InvariantCulture, $"{large / 1e6:0.##} million"),
        >= 100 and var whole => whole.ToString("#,##0", CultureInfo.InvariantCulture),
        var small => small.ToString("G3", CultureInfo.InvariantCulture),
    };

    /// <summary>For example 12.3 %, 154 %, 1,540 %.</summary>
    public static string Percent(double share) => $"{Number(100 * share)} %";

    public void Add(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    public override string ToString() => text.ToString().ReplaceLineEndings("\n");

    private static double Rounded(double number)
    {
        if (number == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(number))) - (Digits - 1));
        return Math.Round(number / unit) * unit;
    }
}
