using CsCheck;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests;

/// <summary>A page's end survives the way through a client; anything else is recognised as none of ours.</summary>
public sealed class ContinuationTests
{
    [Fact]
    public void Gives_back_the_parts_it_was_made_of() =>
        Gen.String[Gen.Char['!', '~'], 0, 50].Array[1, 4].Sample(parts =>
            parts.SequenceEqual(Continuation.Decode(Continuation.Encode(parts), parts.Length)!));

    [Fact]
    public void Never_throws_at_what_a_client_makes_up() =>
        Gen.String.Sample(text => Continuation.Decode(text, 3) is null or { Length: 3 });

    [Fact]
    public void Never_takes_a_place_in_a_list_from_what_a_client_makes_up() =>
        Gen.String.Array[3].Sample(parts => OwnedLink.FromContinuation(Continuation.Encode(parts)) is null or { Key.Length: > 0 });
}
