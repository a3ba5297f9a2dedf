namespace Serverless.Bench.Scale;

/// <summary>
/// What Table Storage bills for an entity: 4 bytes, 2 for each character of its keys, and for each property 8, 2 for each
/// character of its name, and its value (a string: 4 and 2 for each character). From "How the size of an entity is
/// calculated in Windows Azure table storage", https://learn.microsoft.com/archive/blogs/avkashchauhan/.
/// </summary>
public sealed record TableEntitySize(double Bytes)
{
    private const int Entity = 4;
    private const int Property = 8;
    private const int Character = 2;
    private const int Long = 8;
    private const int Int = 4;

    public static TableEntitySize Keys(double partition, double row) => new(Entity + (Character * (partition + row)));

    public TableEntitySize Text(string name, double characters) => Add(name, 4 + (Character * characters));

    public TableEntitySize Time(string name) => Add(name, Long);

    public TableEntitySize Number(string name) => Add(name, Int);

    public TableEntitySize Binary(string name, double bytes) => Add(name, 4 + bytes);

    private TableEntitySize Add(string name, double value) => new(Bytes + Property + (Character * name.Length) + value);
}
