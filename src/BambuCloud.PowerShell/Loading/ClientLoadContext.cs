using System.Reflection;
using System.Runtime.Loader;

namespace BambuCloud.Loading;

/// <summary>
/// The private home of the client and its libraries, so that another module's MQTTnet of another version cannot hurt ours, nor
/// ours it. The model is the one that PowerShell sees.
/// </summary>
internal sealed class ClientLoadContext : AssemblyLoadContext
{
    public const string EntryAssembly = "BambuCloud.Client";

    private static readonly Lazy<ClientLoadContext> Lazy = new(() => new ClientLoadContext());

    private readonly Assembly _model = typeof(BambuSession).Assembly;
    private readonly string _library = Path.Combine(Path.GetDirectoryName(typeof(ClientLoadContext).Assembly.Location)!, "lib");

    private ClientLoadContext()
        : base("BambuCloud")
    {
    }

    public static ClientLoadContext Instance => Lazy.Value;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == _model.GetName().Name)
        {
            return _model;
        }
        string path = Path.Combine(_library, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null; // The rest is .NET's own.
    }
}
