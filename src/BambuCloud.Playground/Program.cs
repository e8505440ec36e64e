using System.CommandLine;
using BambuCloud.Playground;
using BambuCloud.Simulator;

Option<bool> interactive = new("--interactive") { Description = "Leave a prompt with the module connected instead of the tour." };
Option<bool> lan = new("--lan")
{
    Description = "The tour in the local network: a printer is found, connected itself, and prints without any account.",
};
Option<double> speed = new("--speed")
{
    Description = "How many times faster than a clock the printers print.",
    DefaultValueFactory = _ => 60,
};
Option<ApiProfile> profile = new("--profile") { Description = "The shape of the cloud's answers, with --interactive: documented or live." };
speed.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0.01 and <= 100_000))
    {
        result.AddError("--speed must be 0.01 to 100000.");
    }
});
RootCommand command = new("Runs the main job of BambuCloud against a simulated cloud, in a real PowerShell engine.")
{
    interactive,
    lan,
    speed,
    profile,
};
command.Validators.Add(result =>
{
    if (!result.GetValue(interactive) && result.GetValue(profile) == ApiProfile.Live)
    {
        result.AddError("The live cloud starts no prints through its API, so the tour needs the documented one: add --interactive.");
    }
    if (result.GetValue(interactive) && result.GetValue(lan))
    {
        result.AddError("--lan is a tour, and --interactive a prompt: one of them.");
    }
});
command.SetAction(async (given, cancellationToken) =>
{
    bool own = given.GetValue(lan);
    SimulatorOptions options = new()
    {
        Speed = given.GetValue(speed),
        Profile = given.GetValue(profile),
        Lan = own,
        AnnouncePort = own ? LanTour.FreePort() : null,
    };
    await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, cancellationToken);
    using PowerShellSession shell = new(cloud);
    using CancellationTokenRegistration stop = cancellationToken.Register(shell.Stop);
    return given.GetValue(interactive) ? Prompt.Run(shell, cancellationToken)
        : own ? LanTour.Run(shell, cloud, options, cancellationToken)
        : CloudTour.Run(shell, cloud, cancellationToken);
});
return await command.Parse(args).InvokeAsync();
