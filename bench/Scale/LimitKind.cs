namespace Serverless.Bench.Scale;

/// <summary>What moves a limit.</summary>
public enum LimitKind
{
    /// <summary>A request to the provider.</summary>
    Quota,

    /// <summary>A setting or a parameter of the deployment.</summary>
    Setting,

    /// <summary>More of what there is: another deployment, or an app or account for a part of the users.</summary>
    Addition,

    /// <summary>Code.</summary>
    Design,
}
