using Microsoft.Playwright;

namespace Serverless.Console.Tests.Browser;

/// <summary>What a user sees the console in.</summary>
public sealed record Look(bool IsDark, bool IsPhone)
{
    public static readonly Look Desktop = new(false, false);
    public static readonly Look DarkDesktop = new(true, false);
    public static readonly Look Phone = new(false, true);
    public static readonly Look DarkPhone = new(true, true);

    /// <summary>The language that the browser asks for.</summary>
    public string Locale { get; init; } = "en-GB";

    /// <summary>Every look, for what each page must keep.</summary>
    public static TheoryData<string> All => [.. new[] { Desktop, DarkDesktop, Phone, DarkPhone }.Select(look => look.ToString())];

    /// <summary>The two that differ most, for what users do.</summary>
    public static TheoryData<string> Extremes => [.. new[] { Desktop, DarkPhone }.Select(look => look.ToString())];

    /// <summary>The same two, and the scope of whoever looks: what each user does, an admin does and somebody who has nothing but links.</summary>
    public static TheoryData<string, string> LinkUsers => new() { { Desktop.ToString(), "admin" }, { DarkPhone.ToString(), "links" } };

    public static Look Named(string name) => new(name.StartsWith("dark", StringComparison.Ordinal), name.EndsWith("phone", StringComparison.Ordinal));

    public BrowserNewContextOptions Options() => new()
    {
        ColorScheme = IsDark ? ColorScheme.Dark : ColorScheme.Light,
        ViewportSize = IsPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 800 },
        IsMobile = IsPhone,
        HasTouch = IsPhone,
        // A colour on its way to another is neither's contrast.
        ReducedMotion = ReducedMotion.Reduce,
        Locale = Locale,
        TimezoneId = "UTC",
    };

    public override string ToString() => $"{(IsDark ? "dark" : "light")}-{(IsPhone ? "phone" : "desktop")}";
}
