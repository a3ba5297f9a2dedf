using System.Buffers.Text;
using System.Text;
using System.Threading.Channels;
using Azure.Core;
using Azure.Identity;

namespace Serverless.Core.Tests.Redis;

/// <summary>Answers with the tokens that a test hands over, or fails where it hands over none.</summary>
internal sealed class ScriptedCredential : TokenCredential
{
    private readonly Channel<AccessToken?> answers = Channel.CreateUnbounded<AccessToken?>();
    private readonly Channel<TokenRequestContext> requests = Channel.CreateUnbounded<TokenRequestContext>();

    /// <summary>Every request for a token, as it is made.</summary>
    public ChannelReader<TokenRequestContext> Requests => requests.Reader;

    /// <summary>A JSON Web Token without a valid signature, which only Entra ID and the real service look at.</summary>
    public static string TokenOf(string user, int number) => string.Join(
        '.',
        new[] { """{"alg":"none"}""", $$"""{"oid":"{{user}}","jti":"{{number}}"}""", "signature" }.Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));

    public void Answer(string token, DateTimeOffset expiresOn) => Assert.True(answers.Writer.TryWrite(new AccessToken(token, expiresOn)));

    public void Fail() => Assert.True(answers.Writer.TryWrite(null));

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Assert.True(requests.Writer.TryWrite(requestContext));
        return await answers.Reader.ReadAsync(cancellationToken) ?? throw new CredentialUnavailableException("No identity here, as the test asked for.");
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody waits for a token with a thread.");
}
