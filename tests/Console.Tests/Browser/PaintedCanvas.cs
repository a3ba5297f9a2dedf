namespace Serverless.Console.Tests.Browser;

/// <summary>Tells whether a chart has been drawn.</summary>
internal static class PaintedCanvas
{
    /// <summary>A function of a canvas: whether any of its pixels is not transparent.</summary>
    public const string Script = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value !== 0)";
}
