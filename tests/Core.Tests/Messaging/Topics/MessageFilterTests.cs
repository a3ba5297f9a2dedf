using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Topics;

/// <summary>Conditions on attributes, held to what their JSON says.</summary>
public sealed class MessageFilterTests
{
    private static readonly Gen<string> Texts = Gen.OneOf("", "a", "ab", "b", "ba", "A", "ä");

    [Fact]
    public void Matches_exactly_what_the_JSON_says() =>
        Gen.Select(Gen.Dictionary(Gen.OneOf("a", "b", "ce-type"), Conditions(3))[0, 3], Gen.Dictionary(Gen.OneOf("a", "b", "c", "ce-type"), Texts)[0, 4])
            .Sample((conditions, attributes) =>
            {
                var json = new JsonObject(conditions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonNode.Parse(pair.Value))));
                var expected = json.All(pair => Holds(pair.Value!, attributes.GetValueOrDefault(pair.Key)));
                Assert.Equal(expected, new MessageFilter(Read(json)).Matches(attributes));
            });

    [Fact]
    public void Is_written_as_it_was_read() => Conditions(3).Sample(json =>
    {
        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize<AttributeCondition>(json));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), $"{json} became {written}.");
    });

    [Theory]
    [InlineData("\"eu\"", "eu", true)]
    [InlineData("\"eu\"", null, false)]
    [InlineData("[\"eu\",\"us\"]", "us", true)]
    [InlineData("[\"eu\",{\"prefix\":\"us-\"}]", "us-1", true)]
    [InlineData("[\"eu\",\"us\"]", "as", false)]
    [InlineData("{\"prefix\":\"eu-\",\"suffix\":\"-1\"}", "eu-west-1", true)]
    [InlineData("{\"prefix\":\"eu-\",\"suffix\":\"-1\"}", "eu-west-2", false)]
    [InlineData("{\"exists\":true}", "", true)]
    [InlineData("{\"exists\":true}", null, false)]
    [InlineData("{\"exists\":false}", null, true)]
    [InlineData("{\"not\":\"eu\"}", null, true)]
    [InlineData("{\"not\":\"eu\",\"exists\":true}", null, false)]
    [InlineData("{\"not\":[\"eu\",\"us\"]}", "us", false)]
    [InlineData("{\"not\":{\"prefix\":\"eu\"}}", "us", true)]
    [InlineData("{\"not\":{\"not\":\"eu\"}}", "eu", true)]
    public void Holds_or_not(string json, string? value, bool expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<AttributeCondition>(json)!.Matches(value));

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("[[\"a\"]]")]
    [InlineData("{\"prefix\":1}")]
    [InlineData("{\"exists\":\"true\"}")]
    [InlineData("{\"not\":null}")]
    [InlineData("{\"contains\":\"a\"}")]
    [InlineData("{\"prefix\":\"a\",\"prefix\":\"b\"}")]
    public void Is_no_condition(string json) => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<AttributeCondition>(json));

    [Fact]
    public void Is_bounded_in_number_depth_and_size()
    {
        Assert.NotNull(Refuse(Enumerable.Range(0, 21).ToDictionary(i => $"a{i}", _ => "\"x\"")));
        Assert.Null(Refuse(Enumerable.Range(0, 20).ToDictionary(i => $"a{i}", _ => "\"x\"")));
        Assert.NotNull(Refuse(One(List(201, 1))));
        Assert.Null(Refuse(One(List(200, 1))));
        Assert.NotNull(Refuse(One(List(9, 2_000))));
        Assert.NotNull(Refuse(One(List(1, 2_049))));
        Assert.NotNull(Refuse(One("[]")));
        Assert.NotNull(Refuse(One("{\"not\":[]}")));
        Assert.Null(Refuse(One(Nested(4))));
        Assert.NotNull(Refuse(One(Nested(5))));
        Assert.NotNull(Refuse(new() { ["no name"] = "\"x\"" }));
    }

    [Fact]
    public void Reads_rows_of_before() => Assert.Equal(
        [new AttributeCondition.Is("placed"), new AttributeCondition.Prefix("eu-")],
        JsonSerializer.Deserialize<MessageFilter>("""{"Conditions":{"kind":"placed","region":{"prefix":"eu-"}}}""")!.Conditions.Values);

    [Fact]
    public void Each_condition_that_is_refused_is_named()
    {
        var errors = new FieldErrors();
        MessageFilter.Check(new Dictionary<string, AttributeCondition> { ["a"] = new AttributeCondition.Any([]), ["b"] = new AttributeCondition.Is("x"), ["c d"] = null!, ["e"] = null! }, "filter", errors);
        Assert.Equal(["filter.a", "filter.c d", "filter.e"], errors.ToDictionary().Keys);
    }

    private static string? Refuse(Dictionary<string, string> conditions)
    {
        var errors = new FieldErrors();
        MessageFilter.Check(conditions.ToDictionary(pair => pair.Key, pair => JsonSerializer.Deserialize<AttributeCondition>(pair.Value)!), "filter", errors);
        return errors.ToDictionary().Values.FirstOrDefault()?[0];
    }

    private static Dictionary<string, string> One(string json) => new() { ["a"] = json };

    private static string List(int count, int length) => JsonSerializer.Serialize(Enumerable.Range(0, count).Select(_ => new string('x', length)));

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"not\":", depth)) + "\"x\"" + new string('}', depth);

    private static Dictionary<string, AttributeCondition> Read(JsonObject json) => json.Deserialize<Dictionary<string, AttributeCondition>>()!;

    private static Gen<string> Conditions(int depth)
    {
        var text = Texts.Select(each => JsonSerializer.Serialize(each));
        if (depth == 0)
        {
            return text;
        }

        var below = Conditions(depth - 1);
        var flat = Gen.OneOf(text, Operators(text));
        return Gen.OneOf(text, flat.Array[1, 3].Select(each => $"[{string.Join(',', each)}]"), Operators(below));
    }

    private static Gen<string> Operators(Gen<string> below) => Gen.Select(Texts.Null(), Texts.Null(), Gen.Bool.Nullable(), below.Null()).Select((prefix, suffix, exists, not) =>
    {
        string?[] parts =
        [
            prefix is null ? null : $"\"prefix\":{JsonSerializer.Serialize(prefix)}",
            suffix is null ? null : $"\"suffix\":{JsonSerializer.Serialize(suffix)}",
            exists is null ? null : $"\"exists\":{(exists.Value ? "true" : "false")}",
            not is null ? null : $"\"not\":{not}",
        ];
        return parts.All(part => part is null) ? "\"a\"" : $"{{{string.Join(',', parts.Where(part => part is not null))}}}";
    });

    /// <summary>What the words of the JSON mean, without the classes that mean it.</summary>
    private static bool Holds(JsonNode json, string? value) => json switch
    {
        JsonValue text => value == text.GetValue<string>(),
        JsonArray list => list.Any(each => Holds(each!, value)),
        _ => json.AsObject().All(pair => pair.Key switch
        {
            "prefix" => value is not null && value.StartsWith(pair.Value!.GetValue<string>(), StringComparison.Ordinal),
            "suffix" => value is not null && value.EndsWith(pair.Value!.GetValue<string>(), StringComparison.Ordinal),
            "exists" => pair.Value!.GetValue<bool>() == (value is not null),
            _ => !Holds(pair.Value!, value),
        }),
    };
}
