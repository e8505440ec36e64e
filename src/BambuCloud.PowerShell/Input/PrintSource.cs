using System.Collections.ObjectModel;
using System.Management.Automation;
using BambuCloud.Client.Files;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>
/// What is printed: a file of this computer, which is uploaded when the first printer of an account wants it, or one that the cloud has.
/// </summary>
internal sealed class PrintSource
{
    private readonly PrintFile? _local;
    private readonly BambuFile? _inCloud;
    private readonly Dictionary<OpenSession, BambuFile> _uploaded = [];

    private PrintSource(PrintFile? local, BambuFile? inCloud)
    {
        _local = local;
        _inCloud = inCloud;
    }

    /// <summary>The file's name.</summary>
    public string? Name => _local?.Name ?? _inCloud?.FileName;

    /// <summary>What tells the file from others.</summary>
    public string Key => _local?.Path ?? $"{_inCloud?.FileUrl}";

    /// <summary>A file of this computer, which has to be sliced.</summary>
    /// <exception cref="BambuException">Why there is none that can be printed.</exception>
    public static PrintSource Local(SessionState state, string path, bool literal, int? plate)
    {
        Collection<string> files = state.FilesOf(path, literal);
        return files.Count == 1
            ? new PrintSource(PrintFile.Open(files[0]).EnsureSliced(plate), null)
            : throw new BambuException(BambuErrorKind.NotAFile, $"The path '{path}' matches {files.Count} files; a print takes one.")
            {
                Subject = path,
            };
    }

    /// <summary>A file that the cloud has.</summary>
    public static PrintSource InCloud(Uri url, string? name, string? id) => new(null, new BambuFile
    {
        FileName = name ?? "",
        FileUrl = url,
        FileId = string.IsNullOrEmpty(id) ? null : id,
        Length = 0,
    });

    /// <summary>The printer models that the file was sliced for, where a model is none of them; empty where that is not known.</summary>
    public IReadOnlyList<string> ModelsOtherThan(string? modelCode, int? plate) => _local?.ModelsOtherThan(modelCode, plate) ?? [];

    /// <summary>The file in the account's cloud. It is uploaded once.</summary>
    public BambuFile In(OpenSession session, Func<PrintFile, BambuFile> upload)
    {
        if (_inCloud is not null)
        {
            return _inCloud;
        }
        if (!_uploaded.TryGetValue(session, out BambuFile? file))
        {
            _uploaded.Add(session, file = upload(_local!));
        }
        return file;
    }
}
