namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Hears of the clicks that the store has taken.</summary>
public interface IClickListener
{
    /// <summary>Returns at once, whatever becomes of it, and throws nothing.</summary>
    /// <param name="batch">Heard once, unless this process ends before.</param>
    void Hear(ClickBatch batch);
}
