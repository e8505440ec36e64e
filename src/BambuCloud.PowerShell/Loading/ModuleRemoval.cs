using System.Management.Automation;
using BambuCloud.Session;

namespace BambuCloud.Loading;

/// <summary>
/// On <c>Remove-Module</c>: every session of the process is closed, with its token and connections. The assemblies stay loaded as long as
/// the process, so the way to them (<see cref="ModuleLoading"/>) stays too.
/// </summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        OpenPrinters.CloseAll();
        OpenSessions.CloseAll();
    }
}
