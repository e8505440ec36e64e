using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace BambuCloud.Simulator;

/// <summary>
/// What a printer's file server answers to one client: the few commands that printers have, and in their way (lan.md, <i>FTPS</i>). The
/// address in PASV leads nowhere, and TLS begins on data connections after <c>150</c>.
/// </summary>
internal sealed class FileDialogue(FilePort port, SslStream control) : IDisposable
{
    private const string NoCard = "550 No card.";
    private const int BlockSize = 64 * 1024;

    private readonly StreamReader _commands = new(control, Encoding.UTF8, false, 1024, leaveOpen: true);
    private readonly PrinterStorage _storage = port.Storage;
    private TcpListener? _data;
    private string? _user;
    private bool _isSignedIn;
    private string _folder = "/";

    public void Dispose()
    {
        _data?.Dispose();
        _commands.Dispose();
    }

    /// <summary>Serves the client until it goes, or says nothing for too long.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        await SayAsync("220 Printer");
        while (await NextAsync(closing) is { } line)
        {
            string[] parts = line.Split(' ', 2);
            string command = parts[0].ToUpperInvariant();
            if (command == "QUIT")
            {
                await SayAsync("221 Goodbye");
                return;
            }
            port.Count(command);
            await DoAsync(command, parts.Length > 1 ? parts[1] : "", closing);
            port.Faults.Answered(command);
        }
    }

    private async Task<string?> NextAsync(CancellationToken closing)
    {
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(closing);
        idle.CancelAfter(port.Faults.IdleLimit);
        return await _commands.ReadLineAsync(idle.Token);
    }

    private Task DoAsync(string command, string argument, CancellationToken closing) => command switch
    {
        "USER" => SignInAsync(argument, null),
        "PASS" => SignInAsync(_user, argument),
        _ when !_isSignedIn => SayAsync("530 Please login with USER and PASS."),
        "TYPE" or "PBSZ" or "PROT" or "NOOP" => SayAsync("200 Done."),
        "PWD" => SayAsync($"257 \"{_folder}\" is the current directory"),
        "PASV" => OfferDataAsync(),
        _ when _storage.IsMissing && command != "STOR" => SayAsync(NoCard),
        "CWD" => EnterAsync(PathOf(argument)),
        "SIZE" => SayAsync(_storage.Find(PathOf(argument)) is { } file
            ? string.Create(CultureInfo.InvariantCulture, $"213 {new FileInfo(file).Length}") : "550 Could not get file size."),
        "DELE" => SayAsync(_storage.Delete(PathOf(argument)) ? "250 Delete operation successful." : "550 Delete operation failed."),
        "STOR" => TakeAsync(PathOf(argument), closing),
        "RETR" => GiveAsync(PathOf(argument), closing),
        "LIST" => ListAsync(closing),
        _ => SayAsync("502 Command not implemented."),
    };

    private Task SignInAsync(string? user, string? code)
    {
        _user = user;
        _isSignedIn = user == LanPort.User && code is not null && port.IsAccessCode(code);
        return SayAsync(_isSignedIn ? "230 Login successful." : code is null ? "331 Please specify the password."
            : "530 Login incorrect.");
    }

    private Task OfferDataAsync()
    {
        _data?.Dispose();
        _data = new TcpListener(IPAddress.Loopback, 0);
        _data.Start();
        int at = ((IPEndPoint)_data.LocalEndpoint).Port;
        return SayAsync(string.Create(CultureInfo.InvariantCulture, $"227 Entering Passive Mode (0,0,0,0,{at >> 8},{at & 255})."));
    }

    private Task EnterAsync(string path)
    {
        bool isThere = _storage.HasFolder(path);
        _folder = isThere ? path : _folder;
        return SayAsync(isThere ? "250 Directory successfully changed." : "550 Failed to change directory.");
    }

    private async Task TakeAsync(string path, CancellationToken closing)
    {
        long room = _storage.IsMissing ? 0 : _storage.Room;
        if (_data is null)
        {
            await SayAsync("425 Use PASV first.");
            return;
        }
        if (_storage.Create(path) is not { } file)
        {
            await SayAsync("553 Could not create file.");
            return;
        }
        string done;
        await using (file)
        {
            done = await MoveAsync((data, cut, stop) => StoreAsync(data, file, room, cut, stop), closing);
        }
        await SayAsync(done);
    }

    private static async Task<string?> StoreAsync(Stream data, Stream file, long room, long? cut, CancellationToken stop)
    {
        byte[] block = new byte[BlockSize];
        long taken = 0;
        for (; await data.ReadAsync(block, stop) is > 0 and int read; taken += read)
        {
            int fits = (int)Math.Min(read, Math.Max(0, Math.Min(room, cut ?? room) - taken));
            await file.WriteAsync(block.AsMemory(0, fits), stop);
            if (fits < read)
            {
                return taken + fits == cut ? null : "552 Requested file action aborted: the card is full.";
            }
        }
        return taken == cut ? null : "226 Transfer complete.";
    }

    private async Task GiveAsync(string path, CancellationToken closing)
    {
        if (_storage.Find(path) is not { } found)
        {
            await SayAsync("550 Failed to open file.");
            return;
        }
        await using FileStream file = new(found, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await SayAsync(await SendAsync(file, closing));
    }

    private async Task ListAsync(CancellationToken closing)
    {
        using MemoryStream listing = new(Encoding.UTF8.GetBytes(string.Concat(_storage.List(_folder).Select(line => line + "\r\n"))));
        await SayAsync(await SendAsync(listing, closing));
    }

    private Task<string> SendAsync(Stream source, CancellationToken closing) => MoveAsync(async (data, cut, stop) =>
    {
        byte[] block = new byte[BlockSize];
        for (long sent = 0; await source.ReadAsync(block, stop) is > 0 and int read; sent += read)
        {
            if (sent + read > cut)
            {
                await data.WriteAsync(block.AsMemory(0, (int)(cut.Value - sent)), stop);
                return null;
            }
            await data.WriteAsync(block.AsMemory(0, read), stop);
        }
        await data.ShutdownAsync();
        return "226 Transfer complete.";
    }, closing);

    /// <summary>Moves data over the connection that the client was offered.</summary>
    /// <param name="move">Moves it and gives the last word; null where both connections are to break.</param>
    /// <param name="closing">Ends it.</param>
    private async Task<string> MoveAsync(Func<SslStream, long?, CancellationToken, Task<string?>> move, CancellationToken closing)
    {
        if (_data is not { } listener)
        {
            return "425 Use PASV first.";
        }
        using Socket socket = await listener.AcceptSocketAsync(closing).AsTask().WaitAsync(port.Faults.IdleLimit, closing);
        listener.Dispose();
        _data = null;
        await SayAsync("150 Ok to send data.");
        HandshakeWatch watch = new(new NetworkStream(socket));
        try
        {
            await using SslStream data = await port.BeginTlsAsync(watch, closing);
            if (port.Faults.DemandsResumption && !watch.IsResumed)
            {
                return "522 SSL connection failed: session reuse required.";
            }
            if (await move(data, port.Faults.TakeCut(), closing) is { } done)
            {
                socket.LingerState = new LingerOption(!done.StartsWith('2'), 0); // What still comes is not read: it breaks.
                return done;
            }
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException)
        {
            return "426 Failure with the data connection.";
        }
        throw new IOException("The client's connections break, as it was ordered.");
    }

    private string PathOf(string argument) => argument.StartsWith('/') ? argument : $"{_folder.TrimEnd('/')}/{argument}";

    private async Task SayAsync(string reply) => await control.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"));
}
