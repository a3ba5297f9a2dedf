using Serverless.Core.Tests.Architecture.Planted.Two;

namespace Serverless.Core.Tests.Architecture.Planted.One;

/// <summary>Knows the other folder by the body of a method alone.</summary>
internal static class Caller
{
    public static int Call() => Called.Answer();
}
