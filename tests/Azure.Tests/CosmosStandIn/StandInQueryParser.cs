using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>
/// Reads the part of the query language that this project uses:
/// <c>SELECT [TOP n] *|c.a, e.b FROM c [JOIN e IN c.array] WHERE c.x op @p [AND ...] [ORDER BY [c.pk [DESC],] c.x [DESC]]</c>.
/// Anything else is refused.
/// </summary>
internal sealed partial class StandInQueryParser
{
    /// <summary>Of <c>JOIN e IN c.array</c>.</summary>
    private const int JoinLength = 4;

    private readonly string[] tokens;
    private readonly IReadOnlyDictionary<string, JsonNode?> parameters;
    private int at;
    private (string Alias, string Array)? join;

    private StandInQueryParser(string text, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        tokens = [.. Token().Matches(text).Select(match => match.Value)];
        this.parameters = parameters;
        if (string.Concat(tokens) != Space().Replace(text, ""))
        {
            throw StandInRefusal.Unknown($"some sign in {text}");
        }
    }

    private string? Next => at < tokens.Length ? tokens[at] : null;

    /// <param name="body">The query's text and parameters, as the SDK sends them.</param>
    public static StandInQuery Parse(JsonObject body)
    {
        var parameters = (body["parameters"]?.AsArray() ?? []).ToDictionary(parameter => (string)parameter!["name"]!, parameter => parameter!["value"]);
        return new StandInQueryParser((string)body["query"]!, parameters).Query();
    }

    private StandInQuery Query()
    {
        Need("SELECT");
        int? top = Skip("TOP") ? (int)Value()! : null;
        join = JoinAhead();
        var fields = Skip("*") ? null : List(Path);
        Need("FROM");
        Need("c");
        if (join is { } joined)
        {
            at += JoinLength;
            if (fields is null)
            {
                throw StandInRefusal.Unknown($"everything of a join with {joined.Array}");
            }
        }

        Need("WHERE");
        var conditions = new List<StandInQuery.Condition>();
        do
        {
            conditions.Add(Condition());
        }
        while (Skip("AND"));
        var order = Skip("ORDER") ? OrderBy() : [];
        if (order.Count > 2 || (order.Count == 2 && (order[0].Path != StandInQuery.PartitionKey || order[0].IsDescending != order[1].IsDescending)))
        {
            throw StandInRefusal.Unknown("an order other than by one property, or by the partition key and one in the same direction");
        }

        var (path, isDescending) = order.Count > 0 ? order[^1] : (null, false);
        return Next is null ? new StandInQuery(top, fields, join?.Array, conditions, path, isDescending, order.Count == 2) : throw StandInRefusal.Unknown($"the clause {Next}");
    }

    // Fields are named before it is said of what.
    private (string Alias, string Array)? JoinAhead()
    {
        var place = Array.IndexOf(tokens, "JOIN");
        return place < 0 ? null
            : tokens.Length >= place + JoinLength && tokens[place + 2] == "IN" && tokens[place + 3].StartsWith("c.", StringComparison.Ordinal)
                ? (tokens[place + 1], tokens[place + 3][2..])
                : throw StandInRefusal.Unknown("such a join");
    }

    private List<(string Path, bool IsDescending)> OrderBy()
    {
        Need("BY");
        return List(() => (Path(), Skip("DESC")));
    }

    private StandInQuery.Condition Condition()
    {
        var path = Path();
        var comparison = Take();
        if (comparison != "IN")
        {
            return new StandInQuery.Condition(path, comparison, [Value()]);
        }

        Need("(");
        var values = List(Value);
        Need(")");
        return new StandInQuery.Condition(path, comparison, values);
    }

    private List<T> List<T>(Func<T> item)
    {
        List<T> items = [item()];
        while (Skip(","))
        {
            items.Add(item());
        }

        return items;
    }

    private string Path()
    {
        var token = Take();
        return (token.Split('.'), join?.Alias) switch
        {
            (["c", var path], _) => path,
            ([var alias, var path], { } joined) when alias == joined => StandInQuery.InArray(join!.Value.Array, path),
            _ => throw StandInRefusal.Unknown($"the expression {token}"),
        };
    }

    private JsonNode? Value()
    {
        var token = Take();
        return token switch
        {
            "true" => JsonValue.Create(true),
            ['@', ..] => parameters.TryGetValue(token, out var value) ? value : throw StandInRefusal.Unknown($"the parameter {token}"),
            _ => int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? JsonValue.Create(number)
                : throw StandInRefusal.Unknown($"the value {token}"),
        };
    }

    private string Take() => at < tokens.Length ? tokens[at++] : throw StandInRefusal.Unknown("a query that ends so soon");

    private bool Skip(string token)
    {
        var isNext = Next == token;
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void Need(string token)
    {
        if (!Skip(token))
        {
            throw StandInRefusal.Unknown($"a query with {Next ?? "nothing"} in place of {token}");
        }
    }

    [GeneratedRegex(@"<=|>=|[<>=*(),]|@\w+|[\w.]+")]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
