using Serverless.Core.Tests.Architecture.Planted.One;

namespace Serverless.Core.Tests.Architecture.Planted.Two;

/// <summary>Knows the other folder by a call within a lambda.</summary>
internal static class Called
{
    private static readonly Func<int> Back = () => Caller.Call();

    public static int Answer() => Back is null ? Back!() : 1;
}
